package io.reprise.runtime.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.runtime.config.ConfigException;
import io.reprise.runtime.config.ConfigFile;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TokenHashesTest {
  private static TokenHashes.Entry entry(String principal, Token token) {
    return new TokenHashes.Entry(principal, token.sha256Hex());
  }

  @Test
  void aTokenBelongsToThePrincipalOfItsHash() {
    var one = Token.create(new SecureRandom());
    var other = Token.create(new SecureRandom());
    var third = Token.create(new SecureRandom());
    var hashes =
        new TokenHashes(List.of(entry("ann", one), entry("ci", other), entry("ann", third)));

    assertThat(hashes.principalOf(Token.of(one.secret()))).hasValue(new Principal("ann"));
    assertThat(hashes.principalOf(Token.of(other.secret()))).hasValue(new Principal("ci"));
    assertThat(hashes.principalOf(Token.of(third.secret()))).hasValue(new Principal("ann"));
    assertThat(hashes.principalOf(Token.of(one.secret() + "x"))).isEmpty();
    assertThat(hashes.principalOf(Token.of(one.sha256Hex()))).isEmpty();
    assertThat(new TokenHashes(null).principalOf(one)).isEmpty();
  }

  @Test
  void eachOfManyTokensIsFoundAndNoOther() {
    var random = new SecureRandom();
    var tokens = Stream.generate(() -> Token.create(random)).limit(101).toList();
    var hashes =
        new TokenHashes(
            IntStream.range(0, 100).mapToObj(i -> entry("user-" + i, tokens.get(i))).toList());

    for (int i = 0; i < 100; i++) {
      assertThat(hashes.principalOf(tokens.get(i))).hasValue(new Principal("user-" + i));
    }
    assertThat(hashes.principalOf(tokens.get(100))).isEmpty();
  }

  @Test
  void theLaterEntryOfATokenCounts() {
    var token = Token.create(new SecureRandom());

    assertThat(
            new TokenHashes(List.of(entry("zoe", token), entry("ann", token))).principalOf(token))
        .hasValue(new Principal("ann"));
    assertThat(
            new TokenHashes(List.of(entry("ann", token), entry("zoe", token))).principalOf(token))
        .hasValue(new Principal("zoe"));
  }

  @Test
  void theHashIsThatOfOtherPrograms() {
    // printf %s abc | sha256sum
    assertThat(Token.of("abc").sha256Hex())
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @Test
  void aTokenHas256RandomBitsAndIsNeverShown() {
    var token = Token.create(new SecureRandom());

    assertThat(token.secret()).matches("reprise_[A-Za-z0-9_-]{43}");
    assertThat(token.toString()).doesNotContain(token.secret());
    assertThat(entry("ann", token).toString()).contains("ann").doesNotContain(token.sha256Hex());
  }

  @Test
  void aTokenInPlaceOfItsHashIsRefusedAndNotShown() {
    var token = Token.create(new SecureRandom()).secret();
    var yaml = "tokens:\n- {principal: ann, sha256: " + token + "}";

    assertThatThrownBy(() -> ConfigFile.parse("tokens.yaml", yaml, TokenHashes.class, Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("write the hash of the token, not the token itself")
        .hasMessageNotContaining(token);
  }
}
