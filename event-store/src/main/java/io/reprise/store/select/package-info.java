/**
 * Evaluates expressions in the Common Expression Language (CEL) over events. In: the text of an
 * expression, the schema that types the data of events, and the attributes and bytes of one event
 * after the other. Out: whether each event passes, or the value that a field gets, or why there is
 * no result. Must not know the command line, Kafka, or where events and schemas are stored. No
 * other package may know CEL.
 */
@NullMarked
package io.reprise.store.select;

import org.jspecify.annotations.NullMarked;
