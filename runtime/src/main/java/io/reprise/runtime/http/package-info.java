/**
 * The HTTP server of a service. In: routes and checks of readiness. Out: a listening server with
 * one form of error (RFC 9457), health, metrics and server-sent events.
 */
@NullMarked
package io.reprise.runtime.http;

import org.jspecify.annotations.NullMarked;
