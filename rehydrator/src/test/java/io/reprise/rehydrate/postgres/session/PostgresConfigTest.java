package io.reprise.rehydrate.postgres.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresConfigTest {
  private static PostgresConfig config(String url) {
    return new PostgresConfig(url, "shop", "hunter22", "orders");
  }

  @Test
  void whatIsLeftOutHasADefault() {
    var config = config("jdbc:postgresql://db:5432/shop");

    assertThat(config.schema()).isEqualTo("public");
    assertThat(config.keepOlder()).isEqualTo(1);
    assertThat(config.place()).isEqualTo("db:5432/shop");
    assertThat(config).hasToString("db:5432/shop, user shop, public.orders");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://db/shop?password=hunter22",
        "jdbc:postgresql://db/shop?password=x@hunter22",
        "jdbc:postgresql://db/shop?ssl=true&password=hunter22@x",
      })
  void noTextShowsTheParametersOfTheUrl(String url) {
    assertThat(config(url).toString()).doesNotContain("hunter22");
    assertThat(config(url).place()).doesNotContain("hunter22");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:mysql://shop:hunter22@db/shop",
        "jdbc:postgresql://shop:hunter22@db:5432/shop",
        "jdbc:postgresql://shop:hunter22@@db:5432/shop",
        "jdbc:postgresql://shop:hunter22/x@db:5432/shop",
        "jdbc:postgresql://db?password=hunter22",
        "jdbc:postgresql:shop:hunter22@db:5432/shop",
      })
  void aUrlThatTheDriverCannotUseIsRefusedAndNotShown(String url) {
    assertThatThrownBy(() -> config(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the target's URL")
        .hasMessageNotContaining("hunter22");
  }

  @Test
  void aValueThatIsOutOfRangeIsRefusedByName() {
    var url = "jdbc:postgresql://db/shop";

    assertThatThrownBy(() -> new PostgresConfig(url, "u", "p", "public", "orders", -1))
        .hasMessageContaining("keepOlder is -1");
    assertThatThrownBy(() -> new PostgresConfig(url, "u", "p", "Public", "orders", 1))
        .hasMessageContaining("schema 'Public'");
    assertThatThrownBy(() -> new PostgresConfig(url, "u", "p", "public", "or-ders", 1))
        .hasMessageContaining("model 'or-ders'");
  }
}
