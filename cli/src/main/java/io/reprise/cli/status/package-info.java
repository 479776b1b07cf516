/**
 * {@code reprise status}: asks every service of an installation for its status. In: the addresses
 * of a context. Out: a row for each address. Must not know the code of the services.
 */
@NullMarked
package io.reprise.cli.status;

import org.jspecify.annotations.NullMarked;
