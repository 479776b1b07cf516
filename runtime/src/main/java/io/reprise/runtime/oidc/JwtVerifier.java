package io.reprise.runtime.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.reprise.runtime.access.Authentication;
import io.reprise.runtime.access.Authentication.Authenticated;
import io.reprise.runtime.access.Authentication.Refused;
import io.reprise.runtime.access.OidcConfig;
import io.reprise.runtime.access.Token;
import io.reprise.runtime.access.TokenVerifier;
import java.text.ParseException;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/**
 * Verifies JSON Web Tokens as RFC 8725 demands. The key is always one that the issuer publishes:
 * keys, certificates and addresses in a token are ignored. The algorithm is one of a fixed list of
 * asymmetric ones, so that nobody can sign with a public key as if it were a shared secret. Nothing
 * that a token claims is looked at before its signature. A signature that was verified is not
 * verified again while the issuer's keys stay the same; the claims are checked each time.
 * Thread-safe.
 */
public final class JwtVerifier implements TokenVerifier {
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);

  /** The type of an access token (RFC 9068), and the one that issuers wrote before. */
  private static final Set<JOSEObjectType> TYPES =
      Set.of(
          JOSEObjectType.JWT,
          new JOSEObjectType("at+jwt"),
          new JOSEObjectType("application/at+jwt"));

  private final IssuerKeys keys;
  private final ClaimRules rules;
  private final VerifiedTokens verified;

  /**
   * @param keys the keys of the issuer that the configuration names
   * @param clock tells whether a token has expired
   */
  public JwtVerifier(OidcConfig config, IssuerKeys keys, Clock clock) {
    this(config, keys, clock, new VerifiedTokens());
  }

  JwtVerifier(OidcConfig config, IssuerKeys keys, Clock clock, VerifiedTokens verified) {
    this.keys = keys;
    this.rules = new ClaimRules(config, clock);
    this.verified = verified;
  }

  @Override
  public Authentication verify(Token token) {
    var set = keys.current();
    var claims = set.isPresent() ? verified.find(token, set.get()) : null;
    return claims == null ? verifySignature(token) : checkAgain(token, claims);
  }

  private Authentication checkAgain(Token token, JWTClaimsSet claims) {
    var outcome = rules.check(claims);
    if (!(outcome instanceof Authenticated)) {
      verified.forget(token);
    }
    return outcome;
  }

  private Authentication verifySignature(Token token) {
    SignedJWT jwt;
    try {
      // Refuses an unsigned token: "none" is not the algorithm of a signature.
      jwt = SignedJWT.parse(token.secret());
    } catch (ParseException | IllegalArgumentException e) {
      return new Refused("is unknown, and is not a signed JSON Web Token");
    }
    var header = jwt.getHeader();
    if (!ALGORITHMS.contains(header.getAlgorithm())) {
      return new Refused("is signed with an algorithm that is not accepted");
    }
    if (header.getType() != null && !TYPES.contains(header.getType())) {
      return new Refused("is not an access token: its type is not accepted");
    }
    return verify(token, jwt, header);
  }

  private Authentication verify(Token token, SignedJWT jwt, JWSHeader header) {
    var set = keys.current();
    if (set.isEmpty() || matching(set.get(), header).isEmpty()) {
      keys.readAgain();
      set = keys.current();
    }
    if (set.isEmpty()) {
      return new Authentication.Unavailable(
          keys.fault().orElse("the keys of the issuer were not read yet"));
    }
    var known = matching(set.get(), header);
    if (known.isEmpty()) {
      return new Refused("is signed with a key that the issuer does not publish");
    }
    if (known.stream().noneMatch(key -> isSignedWith(jwt, key))) {
      return new Refused("has a signature that is not valid");
    }
    return check(token, jwt, set.get());
  }

  private Authentication check(Token token, SignedJWT jwt, JWKSet set) {
    JWTClaimsSet claims;
    try {
      claims = jwt.getJWTClaimsSet();
    } catch (ParseException e) {
      return new Refused("has claims that cannot be read");
    }
    var outcome = rules.check(claims);
    if (outcome instanceof Authenticated) {
      verified.keep(token, set, claims);
    }
    return outcome;
  }

  private static List<JWK> matching(JWKSet set, JWSHeader header) {
    return new JWKSelector(JWKMatcher.forJWSHeader(header)).select(set);
  }

  private static boolean isSignedWith(SignedJWT jwt, JWK key) {
    try {
      return jwt.verify(verifier(key));
    } catch (JOSEException e) {
      // The key is not of the kind that the algorithm needs, such as another curve.
      return false;
    }
  }

  private static JWSVerifier verifier(JWK key) throws JOSEException {
    if (key instanceof RSAKey rsa) {
      return new RSASSAVerifier(rsa);
    }
    if (key instanceof ECKey curve) {
      return new ECDSAVerifier(curve);
    }
    throw new JOSEException("no key of type " + key.getKeyType() + " is used");
  }
}
