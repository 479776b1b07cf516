/**
 * What every service needs and none owns: configuration, an HTTP server, a start and an end. Must
 * not know any word of Reprise's domain.
 */
@NullMarked
package io.reprise.runtime;

import org.jspecify.annotations.NullMarked;
