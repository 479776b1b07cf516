/**
 * Ingest over HTTP: events come in as CloudEvents and are stored in Kafka. An event goes parse,
 * admit, encode, dedupe, publish, answer; the packages are these steps, and this one joins them.
 */
@NullMarked
package io.reprise.ingest.service;

import org.jspecify.annotations.NullMarked;
