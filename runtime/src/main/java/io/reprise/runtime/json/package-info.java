/**
 * One way to read and write JSON and YAML, for configuration and HTTP alike. In: text and a record
 * class. Out: the record, or a {@link JsonFault} that says in one sentence which field was wrong.
 * It knows no file, no request and no domain.
 */
@NullMarked
package io.reprise.runtime.json;

import org.jspecify.annotations.NullMarked;
