package io.reprise.compactor.http;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** The compression of a response body: a content coding of RFC 9110. */
enum ContentCoding {
  ZSTD("zstd") {
    @Override
    byte[] encode(byte[] plain) {
      return Zstd.compress(plain);
    }
  },
  GZIP("gzip") {
    @Override
    byte[] encode(byte[] plain) {
      var packed = new ByteArrayOutputStream();
      try (var out = new GZIPOutputStream(packed)) {
        out.write(plain);
      } catch (IOException e) {
        throw new UncheckedIOException("an array takes all bytes", e);
      }
      return packed.toByteArray();
    }
  },
  IDENTITY("identity") {
    @Override
    byte[] encode(byte[] plain) {
      return plain;
    }
  };

  private final String token;

  ContentCoding(String token) {
    this.token = token;
  }

  abstract byte[] encode(byte[] plain);

  /** Returns the name of the coding in HTTP headers. */
  String token() {
    return token;
  }

  /**
   * Returns the best coding that an {@code Accept-Encoding} header allows; identity if it allows
   * none.
   */
  static ContentCoding accepted(@Nullable String header) {
    if (header == null) {
      return IDENTITY;
    }
    var taken =
        Arrays.stream(header.toLowerCase(Locale.ROOT).split(","))
            .map(String::strip)
            .filter(coding -> !coding.matches(".*;\\s*q=0(\\.0*)?"))
            .map(coding -> coding.split(";")[0].strip())
            .toList();
    return List.of(values()).stream()
        .filter(coding -> taken.contains(coding.token))
        .findFirst()
        .orElse(IDENTITY);
  }
}
