/**
 * The meaning of attributes. In: parsed events. Out: CloudEvents with a key, or the faults of each
 * attribute. It looks neither at data nor at Kafka.
 */
@NullMarked
package io.reprise.ingest.service.admit;

import org.jspecify.annotations.NullMarked;
