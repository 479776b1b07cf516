/**
 * Plain JSON to Avro and back. In: JSON as people write it, and a schema. Out: Avro bytes, or every
 * field that is wrong, by its path.
 */
@NullMarked
package io.reprise.schemas.json;

import org.jspecify.annotations.NullMarked;
