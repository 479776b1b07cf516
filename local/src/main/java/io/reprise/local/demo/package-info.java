/**
 * {@code reprise demo}: the main job once, end to end, on a throwaway directory, with a worker
 * killed on the way. In: nothing. Out: what an independent reader found.
 */
@NullMarked
package io.reprise.local.demo;

import org.jspecify.annotations.NullMarked;
