package io.reprise.local.dev;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WelcomeTest {
  @Test
  void theAddressOfADatabaseHasItsUser() {
    assertThat(Welcome.address("jdbc:postgresql://127.0.0.1:19097/postgres"))
        .isEqualTo("jdbc:postgresql://127.0.0.1:19097/postgres (user postgres)");
    assertThat(Welcome.address("http://127.0.0.1:19095")).isEqualTo("http://127.0.0.1:19095");
  }
}
