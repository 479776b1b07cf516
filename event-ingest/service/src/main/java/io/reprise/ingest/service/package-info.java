/**
 * Ingest over HTTP: events arrive as CloudEvents and are stored in Kafka. An event passes through
 * the packages parse, admit, encode, dedupe, publish and answer, in this order. This package
 * connects them.
 */
@NullMarked
package io.reprise.ingest.service;

import org.jspecify.annotations.NullMarked;
