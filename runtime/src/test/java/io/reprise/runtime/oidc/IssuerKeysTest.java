package io.reprise.runtime.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWKSet;
import io.reprise.runtime.access.Authentication;
import io.reprise.runtime.access.Authentication.Authenticated;
import io.reprise.runtime.access.Authentication.Refused;
import io.reprise.runtime.access.Authentication.Unavailable;
import io.reprise.runtime.access.OidcConfig;
import io.reprise.runtime.access.Token;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Keys that are read only for requests: the thread that keeps them fresh is not started. */
class IssuerKeysTest {
  private final AtomicLong nanos = new AtomicLong(-5);
  private TestIssuer issuer;
  private IssuerKeys keys;
  private JwtVerifier verifier;

  @BeforeEach
  void start() throws IOException {
    issuer = new TestIssuer();
    keys = new IssuerKeys(issuer.uri(), new IssuerClient(issuer.uri())::keys, nanos::get);
    var config = new OidcConfig(issuer.uri(), TestIssuer.AUDIENCE, null, null, null);
    verifier = new JwtVerifier(config, keys, Clock.systemUTC());
  }

  @AfterEach
  void stop() {
    keys.close();
    issuer.close();
  }

  private Authentication verify(String token) {
    return verifier.verify(Token.of(token));
  }

  private void advance(Duration duration) {
    nanos.addAndGet(duration.toNanos());
  }

  @Test
  void aNewKeyOfTheIssuerIsReadWhenATokenNamesIt() {
    assertThat(verify(issuer.token())).isInstanceOf(Authenticated.class);
    var former = issuer.token();
    issuer.rotate();
    advance(IssuerKeys.LEAST_BETWEEN);

    assertThat(verify(issuer.token())).isInstanceOf(Authenticated.class);
    assertThat(issuer.reads()).isEqualTo(2);
    assertThat(verify(former)).isInstanceOf(Refused.class);
  }

  @Test
  void inventedKeyIdsDoNotFloodTheIssuer() {
    verify(issuer.token());
    var own = TestIssuer.newKey();
    for (int i = 0; i < 100; i++) {
      var header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("invented-" + i).build();
      var forged = TestIssuer.sign(header, issuer.claims().build(), own);
      assertThat(verify(forged)).isInstanceOf(Refused.class);
      advance(Duration.ofMillis(99));
    }

    assertThat(issuer.reads()).isEqualTo(1);
    advance(Duration.ofMillis(100));
    issuer.rotate();
    assertThat(verify(issuer.token())).isInstanceOf(Authenticated.class);
    assertThat(issuer.reads()).isEqualTo(2);
  }

  @Test
  void keysStayInUseForADayWhileTheIssuerIsAway() {
    verify(issuer.token());
    issuer.answerWith(500);
    advance(IssuerKeys.MOST_AGE);

    assertThat(verify(issuer.token())).isInstanceOf(Authenticated.class);
    assertThat(keys.fault()).isEmpty();

    advance(Duration.ofSeconds(1));

    assertThat(verify(issuer.token()))
        .isInstanceOfSatisfying(
            Unavailable.class, it -> assertThat(it.reason()).contains("answered with status 500"));
    assertThat(keys.fault()).isPresent();
  }

  @Test
  void anIssuerThatIsAwayIsNotAskedForEachRequest() {
    issuer.answerWith(500);
    for (int i = 0; i < 100; i++) {
      assertThat(verify(issuer.token())).isInstanceOf(Unavailable.class);
    }
    advance(IssuerKeys.LEAST_BETWEEN);
    issuer.answerWith(200);

    assertThat(verify(issuer.token())).isInstanceOf(Authenticated.class);
    assertThat(issuer.reads()).isEqualTo(1);
  }

  @Test
  void aReadThatFailsKeepsTheKeys() {
    verify(issuer.token());
    issuer.publishText("{\"keys\":[]}");
    advance(IssuerKeys.LEAST_BETWEEN);
    keys.readAgain();

    assertThat(verify(issuer.token())).isInstanceOf(Authenticated.class);
  }

  @Test
  void beforeTheFirstReadTheFaultSaysSo() {
    var unread = new IssuerKeys(URI.create("https://issuer"), JWKSet::new, nanos::get);

    assertThat(unread.fault()).hasValue("the keys of issuer https://issuer were not read yet");
    unread.readAgain();
    assertThat(unread.fault()).isEmpty();
  }

  @Test
  void anUnexpectedFailureIsAReasonAndNoException() {
    var broken = new IssuerKeys(issuer.uri(), IssuerKeysTest::fail, nanos::get);
    var config = new OidcConfig(issuer.uri(), TestIssuer.AUDIENCE, null, null, null);
    var asking = new JwtVerifier(config, broken, Clock.systemUTC());

    assertThat(asking.verify(Token.of(issuer.token())))
        .isInstanceOfSatisfying(
            Unavailable.class,
            it -> assertThat(it.reason()).contains("failed unexpectedly with IllegalState"));
  }

  @Test
  void anUnexpectedFailureDoesNotEndTheRenewal() {
    var reads = new AtomicInteger();
    try (var renewed =
        new IssuerKeys(
            issuer.uri(),
            () -> reads.incrementAndGet() == 1 ? fail() : new IssuerClient(issuer.uri()).keys(),
            nanos::get)) {
      renewed.start();

      await().atMost(Duration.ofMinutes(2)).until(() -> renewed.fault().isEmpty());
      assertThat(reads).hasValue(2);
    }
  }

  private static JWKSet fail() {
    throw new IllegalStateException("a fault of a library");
  }
}
