/**
 * What a topic is right now: identity, partitions, offsets. In: a topic name, instants. Out: facts
 * as values, for plans to be made of. Nothing here is cached.
 */
@NullMarked
package io.reprise.store.facts;

import org.jspecify.annotations.NullMarked;
