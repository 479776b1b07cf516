/**
 * What every service needs and none owns: configuration, an HTTP door, a life. It holds no word of
 * Reprise's domain.
 */
@NullMarked
package io.reprise.runtime;

import org.jspecify.annotations.NullMarked;
