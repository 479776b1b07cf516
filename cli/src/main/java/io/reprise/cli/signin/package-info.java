/**
 * Keeps what a user has got by signing in at an issuer. In: files of {@code reprise login}. Out: a
 * token that is valid now. Must not know any command or service.
 */
@NullMarked
package io.reprise.cli.signin;

import org.jspecify.annotations.NullMarked;
