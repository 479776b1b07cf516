package io.reprise.compactor.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.store.fold.EventDigest;
import io.reprise.store.fold.Provenance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RepresentationTest {
  private static final Provenance PROVENANCE =
      new Provenance(1, 10, 100, 3, 0, new EventDigest(5, 6));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      value = {
        "none|IDENTITY",
        "gzip|GZIP",
        "GZip;q=0.5, br|GZIP",
        "gzip, zstd|ZSTD",
        "zstd;q=0, gzip|GZIP",
        "zstd;q=0.0|IDENTITY",
        "br|IDENTITY"
      })
  void theBestAcceptedCodingIsChosen(String header, ContentCoding coding) {
    assertThat(ContentCoding.accepted(header)).isEqualTo(coding);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      value = {"none|JSON", "*/*|JSON", "application/json|JSON", "application/octet-stream|BYTES"})
  void jsonUnlessBytesAreNamed(String header, StateFormat form) {
    assertThat(StateFormat.accepted(header)).isEqualTo(form);
  }

  @Test
  void aTagTellsStateFormAndCoding() {
    // When
    var tag = EntityTag.of(PROVENANCE, StateFormat.JSON, ContentCoding.GZIP);

    // Then
    assertThat(tag.text()).isEqualTo("\"10-00000000000000050000000000000006-json-gzip\"");
    assertThat(tag.isNamedIn(null)).isFalse();
    assertThat(tag.isNamedIn("\"other\"")).isFalse();
    assertThat(tag.isNamedIn("\"other\", W/" + tag.text())).isTrue();
    assertThat(tag.isNamedIn("*")).isTrue();
  }
}
