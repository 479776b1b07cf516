package io.reprise.store.select;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadPathsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "data.email == 'a@b'                            | data.email",
        ".data.email == 'a@b'                           | data.email",
        "data.address.street.startsWith('x')            | data.address.street",
        "data['email'] == 'a@b'                         | data.email",
        "data.address[\"street\"] == 'x'                | data.address.street",
        "data.items[0].price > 3                        | data.items.price",
        "data.items[0]['price'] > 3                     | data.items.price",
        "data.items.exists(i, i.price > 3)              | data.items",
        "[data].exists(d, d.email == 'a@b')             | data",
        "{'x': data}['x'].email == 'a@b'                | data",
        "data[key] == 'x'                               | data, key",
        "(type == 'a' ? data : data).email == 'x'       | data, type",
        "has(data.email)                                | data.email",
        "string(data.cents) == '3'                      | data.cents",
        "data == null                                   | data",
        "'a@b' in data.emails                           | data.emails",
        "key == 'ann' && partition == 0                 | key, partition",
        "headers['ce_subject'] == 'ann'                 | headers.ce_subject",
        "headers.exists(h, headers[h] == 'ann')         | headers",
        "type == 'data.email'                           | type"
      })
  void namesWhatAnExpressionReads(String expression, String paths) {
    assertThat(ReadPaths.of(expression))
        .map(path -> String.join(".", path))
        .containsExactlyInAnyOrder(paths.split(", "));
  }

  @Test
  void whatIsNoExpressionReadsNothing() {
    assertThat(ReadPaths.of("data.email ==")).isEmpty();
    assertThat(ReadPaths.of("true")).isEmpty();
  }
}
