/**
 * Whether an event may be stored. In: a parsed event and its topic. Out: the record's bytes, or
 * what is wrong by field. Nothing is sent here.
 */
@NullMarked
package io.reprise.ingest.service.admit;

import org.jspecify.annotations.NullMarked;
