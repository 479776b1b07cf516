package io.reprise.runtime.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.reprise.runtime.access.Authentication;
import io.reprise.runtime.access.Authentication.Authenticated;
import io.reprise.runtime.access.Authentication.Refused;
import io.reprise.runtime.access.Authentication.Unavailable;
import io.reprise.runtime.access.OidcConfig;
import io.reprise.runtime.access.Token;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tokens that are sent again: their signatures are not verified again, everything else is. */
class VerifiedTokensTest {
  private static final JWTClaimsSet CLAIMS = new JWTClaimsSet.Builder().subject("ann").build();

  private static TestIssuer issuer;

  private final AtomicLong nanos = new AtomicLong();
  private final VerifiedTokens verified = new VerifiedTokens();
  private final TestClock clock = new TestClock();
  private JWKSet published;
  private boolean isAway;
  private IssuerKeys keys;
  private JwtVerifier verifier;

  /** Stands still until it is moved. */
  private static final class TestClock extends Clock {
    private Instant now = Instant.now();

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException();
    }
  }

  @BeforeAll
  static void open() throws IOException {
    issuer = new TestIssuer();
  }

  @AfterAll
  static void close() {
    issuer.close();
  }

  @BeforeEach
  void start() {
    published = new JWKSet(issuer.key());
    keys = new IssuerKeys(issuer.uri(), this::read, nanos::get);
    var config = new OidcConfig(issuer.uri(), TestIssuer.AUDIENCE, null, null, null);
    verifier = new JwtVerifier(config, keys, clock, verified);
  }

  private JWKSet read() throws IssuerException {
    if (isAway) {
      throw new IssuerException("the issuer is away");
    }
    return published.toPublicJWKSet();
  }

  @AfterEach
  void stop() {
    keys.close();
  }

  private Authentication verify(String token) {
    return verifier.verify(Token.of(token));
  }

  private String tokenUntil(Instant expiry) {
    return issuer.token(claims -> claims.expirationTime(Date.from(expiry)));
  }

  private void readKeysAgain() {
    nanos.addAndGet(IssuerKeys.LEAST_BETWEEN.toNanos());
    keys.readAgain();
  }

  private boolean isKept(String token) {
    var set = keys.current();
    return set.isPresent() && verified.find(Token.of(token), set.get()) != null;
  }

  @Test
  void aTokenIsKeptOnceItsSignatureWasVerified() {
    var token = issuer.token();
    assertThat(isKept(token)).isFalse();

    var first = verify(token);

    assertThat(isKept(token)).isTrue();
    assertThat(verify(token)).isEqualTo(first).isInstanceOf(Authenticated.class);
  }

  @Test
  void whoHasAKeptTokenIsNotWhoHasAnother() {
    verify(issuer.token());

    assertThat(verify(issuer.token(claims -> claims.subject("bob"))))
        .isInstanceOfSatisfying(
            Authenticated.class, it -> assertThat(it.principal().name()).isEqualTo("bob"));
  }

  @Test
  void aKeptTokenWithAnotherSignatureIsRefused() {
    var token = issuer.token();
    verify(token);
    var cut = token.lastIndexOf('.') + 1;
    var changed = (token.charAt(cut) == 'A' ? "B" : "A") + token.substring(cut + 1);

    assertThat(verify(token.substring(0, cut) + changed)).isInstanceOf(Refused.class);
  }

  @Test
  void aKeptTokenEndsAtItsExpiry() {
    var expiry = clock.now.plusSeconds(60).truncatedTo(ChronoUnit.SECONDS);
    var token = tokenUntil(expiry);
    assertThat(verify(token)).isInstanceOf(Authenticated.class);

    var skew = Duration.ofSeconds(30);
    clock.now = expiry.plus(skew).minusMillis(1);
    assertThat(verify(token)).isInstanceOf(Authenticated.class);
    clock.now = expiry.plus(skew);
    assertThat(verify(token)).isEqualTo(new Refused("has expired"));
    assertThat(verified.size()).isZero();
  }

  @Test
  void aKeptTokenEndsWhenItsKeyIsWithdrawn() {
    var token = issuer.token();
    assertThat(verify(token)).isInstanceOf(Authenticated.class);
    published = new JWKSet(TestIssuer.newKey());
    assertThat(verify(token)).as("the keys were not read again").isInstanceOf(Authenticated.class);

    readKeysAgain();

    assertThat(verify(token))
        .isEqualTo(new Refused("is signed with a key that the issuer does not publish"));
  }

  @Test
  void aKeptTokenIsVerifiedAgainWhenTheKeysWereReadAgain() {
    var token = issuer.token();
    verify(token);
    readKeysAgain();
    assertThat(isKept(token)).isFalse();

    assertThat(verify(token)).isInstanceOf(Authenticated.class);
    assertThat(isKept(token)).isTrue();
    assertThat(verified.size()).isEqualTo(1);
  }

  @Test
  void aKeptTokenEndsWithTheKeysThatAreTooOld() {
    var token = issuer.token();
    verify(token);
    isAway = true;
    nanos.addAndGet(IssuerKeys.MOST_AGE.plusSeconds(1).toNanos());

    assertThat(verify(token)).isInstanceOf(Unavailable.class);
  }

  @Test
  void aTokenThatIsRefusedIsNotKept() {
    verify(issuer.token(claims -> claims.audience("billing")));
    verify(tokenUntil(clock.now.minusSeconds(3_600)));
    verify(issuer.token() + "A");
    verify("no.jwt.at-all");

    assertThat(verified.size()).isZero();
  }

  @Test
  void aTokenOfAnEllipticCurveIsKeptToo() throws Exception {
    var curve = new ECKeyGenerator(Curve.P_256).keyID("curve").generate();
    published = new JWKSet(curve);
    var jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("curve").build(),
            issuer.claims().build());
    jwt.sign(new ECDSASigner(curve));

    assertThat(verify(jwt.serialize())).isInstanceOf(Authenticated.class);
    assertThat(isKept(jwt.serialize())).isTrue();
  }

  @Test
  void onlyTheTokensThatWereUsedLastAreKept() {
    var set = new JWKSet();
    var first = Token.of("token-0");
    for (int i = 0; i < VerifiedTokens.MOST; i++) {
      verified.keep(Token.of("token-" + i), set, CLAIMS);
    }
    assertThat(verified.find(first, set)).isEqualTo(CLAIMS);

    verified.keep(Token.of("one more"), set, CLAIMS);

    assertThat(verified.size()).isEqualTo(VerifiedTokens.MOST);
    assertThat(verified.find(first, set)).isEqualTo(CLAIMS);
    assertThat(verified.find(Token.of("token-1"), set)).isNull();
  }
}
