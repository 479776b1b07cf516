/**
 * {@code reprise login} and {@code reprise logout}. In: an issuer, and the answer that a browser
 * brings. Out: the file of a sign-in, named by a context. Must not know the services.
 */
@NullMarked
package io.reprise.cli.login;

import org.jspecify.annotations.NullMarked;
