/**
 * Exports snapshot topics to the object store as generations, on demand and by schedule, and
 * removes old generations. In: names of topics and reducers. Out: generations in the store. Must
 * not know how snapshots are folded.
 */
@NullMarked
package io.reprise.archiver.generation;

import org.jspecify.annotations.NullMarked;
