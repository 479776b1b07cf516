package io.reprise.runtime.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import io.reprise.runtime.access.OidcConfig;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IssuerClientTest {
  private TestIssuer issuer;
  private IssuerClient client;

  @BeforeEach
  void start() throws IOException {
    issuer = new TestIssuer();
    client = new IssuerClient(issuer.uri());
  }

  @AfterEach
  void stop() {
    issuer.close();
  }

  private void requireFailure(String message) {
    assertThatThrownBy(client::keys)
        .isInstanceOf(IssuerException.class)
        .hasMessageContaining(message);
  }

  @Test
  void onlyPublicKeysThatAreStrongEnoughAreKept() throws Exception {
    var weak = KeyPairGenerator.getInstance("RSA");
    weak.initialize(1024);
    var curve = new ECKeyGenerator(Curve.P_256).keyID("curve").generate();
    issuer.publish(
        List.of(
            issuer.key(),
            curve,
            new OctetSequenceKeyGenerator(256).keyID("shared").generate(),
            new RSAKey.Builder((RSAPublicKey) weak.generateKeyPair().getPublic())
                .keyID("weak")
                .build()));

    var keys = client.keys().getKeys();

    assertThat(keys).extracting(JWK::getKeyID).containsExactly(issuer.key().getKeyID(), "curve");
    assertThat(keys).noneMatch(JWK::isPrivate);
  }

  @Test
  void anotherIssuerInTheDocumentIsRefused() {
    issuer.name(issuer.uri() + "/");

    requireFailure("names another issuer");
  }

  @Test
  void keysWithoutAnyThatIsUsableAreRefused() {
    issuer.publishText("{\"keys\":[]}");
    requireFailure("has no key that can verify tokens");
    issuer.publishText("<html>");
    requireFailure("is not a set of keys");
  }

  @Test
  void anAnswerIsReadUpToALimit() {
    issuer.publishText("{\"keys\":[], \"x\":\"" + "y".repeat(600_000) + "\"}");

    requireFailure("longer than 524288 bytes");
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 404, 500})
  void noOtherStatusIsFollowed(int status) {
    issuer.answerWith(status);

    requireFailure("answered with status " + status);
  }

  @Test
  void anIssuerThatHangsIsGivenUp() throws Exception {
    try (var silent = new ServerSocket(0)) {
      var hanging =
          new IssuerClient(URI.create("http://127.0.0.1:%d".formatted(silent.getLocalPort())));

      assertThatThrownBy(hanging::keys).hasMessageContaining("did not answer within 5 s");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://issuer.example.com",
        "http://127.0.0.1.example.com",
        "http://user@localhost",
        "file:///etc/passwd",
        "issuer"
      })
  void anIssuerThatSomebodyCouldReplaceIsRefused(String url) {
    assertThatThrownBy(() -> new OidcConfig(URI.create(url), "reprise", null, null, null))
        .hasMessageContaining("issuer is not a URL with https");
  }
}
