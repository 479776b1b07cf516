/**
 * {@code reprise schemas}: the commands for Avro schemas. In: schema files and a registry. Out:
 * registered schemas, and a compatibility check that needs no registry.
 */
@NullMarked
package io.reprise.cli.schemas;

import org.jspecify.annotations.NullMarked;
