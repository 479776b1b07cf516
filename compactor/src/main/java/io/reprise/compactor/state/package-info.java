/**
 * The stored form of a partition's states, the memory that the state stores may use, and the
 * conversion of states to JSON. In: states and marks. Out: bytes for the state store, or JSON. Must
 * not know how events are folded, or HTTP.
 */
@NullMarked
package io.reprise.compactor.state;

import org.jspecify.annotations.NullMarked;
