/**
 * {@code reprise demo}: runs the main job once, end to end, in a temporary directory, with a killed
 * worker and a killed rehydration. In: nothing. Out: a report of what an independent reader found.
 */
@NullMarked
package io.reprise.local.demo;

import org.jspecify.annotations.NullMarked;
