/**
 * The parts that every service of Reprise needs. In: a configuration file, HTTP routes, the parts
 * of a service. Out: a validated configuration record, a listening HTTP server, and parts that
 * start in order and close in reverse. Must not know any word of Reprise's domain.
 */
@NullMarked
package io.reprise.runtime;

import org.jspecify.annotations.NullMarked;
