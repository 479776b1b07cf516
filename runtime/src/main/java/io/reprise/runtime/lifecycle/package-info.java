/**
 * Starts and stops a service. In: the parts of a service, and a signal to the process to stop. Out:
 * parts that are started in order and closed in reverse, each within a time limit.
 */
@NullMarked
package io.reprise.runtime.lifecycle;

import org.jspecify.annotations.NullMarked;
