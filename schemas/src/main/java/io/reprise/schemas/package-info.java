/**
 * What an event's bytes mean. In: bytes, JSON, schemas. Out: the same in another form, or what is
 * wrong with them by field. It knows no topic's content, no HTTP and no Kafka client.
 */
@NullMarked
package io.reprise.schemas;

import org.jspecify.annotations.NullMarked;
