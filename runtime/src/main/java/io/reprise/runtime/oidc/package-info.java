/**
 * Tokens of an OpenID Connect issuer. In: the issuer's URL, and the JSON Web Tokens that callers
 * send. Out: who has a token, and until when. Must not know the HTTP server of the service.
 */
@NullMarked
package io.reprise.runtime.oidc;

import org.jspecify.annotations.NullMarked;
