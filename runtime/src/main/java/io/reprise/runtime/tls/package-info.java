/**
 * Certificates and private keys for TLS. In: PEM files. Out: the identity of a server, and contexts
 * of clients that explain why they refuse a certificate. Must not know HTTP.
 */
@NullMarked
package io.reprise.runtime.tls;

import org.jspecify.annotations.NullMarked;
