/**
 * The compactor: what one process is made of, wired together. In: its configuration. Out: a service
 * that keeps each key's newest snapshot in a topic, and answers for it over HTTP.
 */
@NullMarked
package io.reprise.compactor;

import org.jspecify.annotations.NullMarked;
