/**
 * Runs the HTTP server of a service. In: routes and readiness checks. Out: a listening server that
 * answers every error with an RFC 9457 problem, and that serves health, metrics and server-sent
 * events.
 */
@NullMarked
package io.reprise.runtime.http;

import org.jspecify.annotations.NullMarked;
