/**
 * A service's configuration: a YAML file in, a validated record out, or one sentence that says what
 * to change. Environment variables may override single values. It knows no service.
 */
@NullMarked
package io.reprise.runtime.config;

import org.jspecify.annotations.NullMarked;
