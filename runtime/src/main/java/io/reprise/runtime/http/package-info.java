/**
 * A service's HTTP door: routes in, a listening server out, with one form of error (RFC 9457),
 * health, metrics and server-sent events. It knows no route of its own beyond those, and no domain.
 */
@NullMarked
package io.reprise.runtime.http;

import org.jspecify.annotations.NullMarked;
