/**
 * Finds the services that a command talks to. In: files that a running {@code reprise dev} and the
 * user have written. Out: addresses. Must not know any command or service.
 */
@NullMarked
package io.reprise.cli.context;

import org.jspecify.annotations.NullMarked;
