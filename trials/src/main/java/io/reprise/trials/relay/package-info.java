/**
 * An unreliable way to an HTTP server on this machine. In: a port and a seed. Out: another port,
 * through which answers are refused, slow, or cut off, and how often that happened. It knows
 * nothing of what is said, but for where a request's head and body end.
 */
@NullMarked
package io.reprise.trials.relay;

import org.jspecify.annotations.NullMarked;
