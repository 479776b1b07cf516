/**
 * Reads and writes JSON and YAML, for configuration and for HTTP. In: text and a record class. Out:
 * the record, or a {@link JsonFault} that says in one sentence which field is wrong.
 */
@NullMarked
package io.reprise.runtime.json;

import org.jspecify.annotations.NullMarked;
