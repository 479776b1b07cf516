/**
 * Exports snapshot topics as generations, on demand and by schedule, and removes old ones. In:
 * names of topics and reducers. Out: generations in the store. It does not know how snapshots come
 * about.
 */
@NullMarked
package io.reprise.archiver.generation;

import org.jspecify.annotations.NullMarked;
