/**
 * The configuration reference: tables of all keys, from the records. In: each service's
 * configuration record and a sample file. Out: {@code docs/configuration.md}.
 */
@NullMarked
package io.reprise.cli.reference;

import org.jspecify.annotations.NullMarked;
