/**
 * The compactor process, wired together. In: its configuration. Out: a service that keeps the
 * newest snapshot of each key in a topic, and answers for it over HTTP.
 */
@NullMarked
package io.reprise.compactor;

import org.jspecify.annotations.NullMarked;
