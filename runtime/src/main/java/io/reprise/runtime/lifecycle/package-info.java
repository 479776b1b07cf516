/**
 * A service's life: parts started in order, closed in reverse, each within a bounded time, when the
 * process is told to stop. It knows no service.
 */
@NullMarked
package io.reprise.runtime.lifecycle;

import org.jspecify.annotations.NullMarked;
