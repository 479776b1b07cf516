package io.reprise.store.archive.segment.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import io.reprise.store.archive.segment.Codec;
import io.reprise.store.archive.segment.MalformedException;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xerial.snappy.Snappy;

/** Blocks that expand to much more than their size. */
class BlockExpanderTest {
  private static final byte[] ZEROS = new byte[8 << 20];

  private final BlockExpander expander = new BlockExpander();

  @AfterEach
  void close() {
    expander.close();
  }

  private static byte[] bomb(Codec codec) throws IOException {
    if (codec == Codec.ZSTD) {
      var packed = Zstd.compress(ZEROS);
      assertThat(packed.length).isLessThan(4_096);
      return packed;
    }
    var packed = Snappy.compress(ZEROS);
    return Arrays.copyOf(packed, packed.length + Integer.BYTES);
  }

  private void expand(Codec codec, byte[] packed, int rawLength) {
    expander.expand(codec, packed, 0, packed.length, rawLength);
  }

  @ParameterizedTest
  @EnumSource(Codec.class)
  void aBlockExpandsToTheSizeInItsIndexAndNoFurther(Codec codec) throws IOException {
    var packed = bomb(codec);

    assertThatThrownBy(() -> expand(codec, packed, 1_000)).isInstanceOf(MalformedException.class);
    assertThat(expander.bytes()).hasSize(1_000);

    expand(codec, packed, ZEROS.length);
    assertThat(expander.bytes()).isEqualTo(ZEROS);
  }

  @ParameterizedTest
  @EnumSource(Codec.class)
  void anIndexThatPromisesTooMuchIsRefusedBeforeMemoryIsTaken(Codec codec) throws IOException {
    var packed = bomb(codec);

    assertThatThrownBy(() -> expand(codec, packed, Integer.MAX_VALUE))
        .isInstanceOf(MalformedException.class)
        .hasMessage("expands to 2147483647 bytes, and a block to at most 536870912");
    assertThat(expander.bytes()).isEmpty();
  }

  @Test
  void aFrameThatEndsEarlyIsRefused() throws IOException {
    var packed = bomb(Codec.ZSTD);
    var cut = Arrays.copyOf(packed, packed.length - 1);

    assertThatThrownBy(() -> expand(Codec.ZSTD, cut, ZEROS.length))
        .isInstanceOf(MalformedException.class);
  }
}
