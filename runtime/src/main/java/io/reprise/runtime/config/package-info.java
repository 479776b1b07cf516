/**
 * Reads a service's configuration. In: a YAML file, and environment variables that override single
 * values. Out: a validated record, or an error of one sentence that says what to change.
 */
@NullMarked
package io.reprise.runtime.config;

import org.jspecify.annotations.NullMarked;
