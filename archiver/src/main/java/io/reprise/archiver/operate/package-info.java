/**
 * The actions of an operator: status, holds, proofs, merges, garbage collection, restores. In: a
 * topic and offsets. Out: facts, findings and progress. Must not know HTTP.
 */
@NullMarked
package io.reprise.archiver.operate;

import org.jspecify.annotations.NullMarked;
