package io.reprise.runtime.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.runtime.access.Authentication.Authenticated;
import io.reprise.runtime.access.Authentication.Refused;
import io.reprise.runtime.access.OidcConfig;
import io.reprise.runtime.access.Token;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Tokens of the issuer with random changes: none gets in as somebody else, and none throws. */
class MangledTokensTest {
  private static final int TOKENS = 4_000;
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ \u00e9";

  private final Random random = new Random(20);

  @Test
  void noMangledTokenGetsInOrThrows() throws Exception {
    try (var issuer = new TestIssuer();
        var keys = new IssuerKeys(issuer.uri(), new IssuerClient(issuer.uri())::keys, () -> 0)) {
      var config = new OidcConfig(issuer.uri(), TestIssuer.AUDIENCE, null, "groups", null);
      var verifier = new JwtVerifier(config, keys, Clock.systemUTC());
      var good = issuer.token();
      assertThat(verifier.verify(Token.of(good))).isInstanceOf(Authenticated.class);
      int refused = 0;
      for (int i = 0; i < TOKENS; i++) {
        var mangled = random.nextBoolean() ? withChangedCharacter(good) : withChangedHeader(good);
        var outcome = verifier.verify(Token.of(mangled));
        // The last character of a signature has bits that Base64 ignores.
        if (outcome instanceof Authenticated authenticated) {
          assertThat(authenticated.principal().name()).isEqualTo("ann");
          assertThat(signed(mangled)).isEqualTo(signed(good));
        } else {
          assertThat(outcome).as(mangled).isInstanceOf(Refused.class);
          refused++;
        }
      }
      assertThat(refused).isGreaterThan(TOKENS * 9 / 10);
      assertThat(issuer.reads()).isEqualTo(1);
    }
  }

  private static String signed(String token) {
    return token.substring(0, token.lastIndexOf('.'));
  }

  private String withChangedCharacter(String token) {
    int at = random.nextInt(token.length());
    char other = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
    return switch (random.nextInt(3)) {
      case 0 -> token.substring(0, at) + other + token.substring(at + 1);
      case 1 -> token.substring(0, at) + other + token.substring(at);
      default -> token.substring(0, at) + token.substring(at + 1);
    };
  }

  /** Changes the JSON of the header, so that most changes are seen by its parser. */
  private String withChangedHeader(String token) {
    int end = token.indexOf('.');
    var header =
        new String(Base64.getUrlDecoder().decode(token.substring(0, end)), StandardCharsets.UTF_8);
    int at = random.nextInt(header.length());
    var pieces =
        new String[] {
          "\"",
          "{",
          "}",
          "[",
          ",",
          ":",
          "null",
          "1e999",
          "\"crit\":[\"b64\"],",
          "\"jwk\":{},",
          "\"x5c\":[\"AA\"],",
          "\"jku\":\"file:///\",",
          "\"b64\":false,",
          "\u0000"
        };
    var piece = pieces[random.nextInt(pieces.length)];
    int from = random.nextInt(3) == 0 ? 1 : at;
    var changed = header.substring(0, from) + piece + header.substring(from);
    return Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(changed.getBytes(StandardCharsets.UTF_8))
        + token.substring(end);
  }
}
