package io.reprise.rehydrate.postgres.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.rehydrate.project.ColumnType;
import io.reprise.rehydrate.project.ProjectedColumn;
import io.reprise.store.fold.EventDigest;
import io.reprise.store.fold.Provenance;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** COPY's binary format, byte by byte; the integration tests check it against PostgreSQL. */
class CopyBufferTest {
  private static String hex(CopyBuffer buffer) {
    return HexFormat.of().formatHex(Arrays.copyOf(buffer.array(), buffer.size()));
  }

  @Test
  void writesAFileOfOneRow() {
    var buffer = new CopyBuffer(4);
    buffer.header();
    buffer.row(4);
    buffer.field(new byte[] {'a', 'b'});
    buffer.nullField();
    buffer.field(258L);
    buffer.jsonb(new byte[] {'{', '}'});
    buffer.trailer();
    assertThat(hex(buffer))
        .isEqualTo(
            "5047434f50590aff0d0a00"
                + "0000000000000000"
                + "0004"
                + "000000026162"
                + "ffffffff"
                + "000000080000000000000102"
                + "00000003017b7d"
                + "ffff");
  }

  @Test
  void appendsAProvenance() {
    var provenance = new Provenance(3, 17, 1_000, 5, 1, new EventDigest(2, 4));
    var buffer = new CopyBuffer(8);
    buffer.field(7);
    buffer.field(provenance);
    assertThat(hex(buffer))
        .isEqualTo(
            "0000000400000007"
                + "00000034"
                + "00000003"
                + "0000000000000011"
                + "00000000000003e8"
                + "0000000000000005"
                + "0000000000000001"
                + "00000000000000020000000000000004");
  }

  @Test
  void startsAtTheBeginningAfterAReset() {
    var buffer = new CopyBuffer(8);
    buffer.field(1);
    buffer.reset();
    buffer.field(true);
    assertThat(hex(buffer)).isEqualTo("0000000101");
  }

  @Test
  void refusesValuesOfAnotherTypeOrNumber() {
    var columns =
        new CopyColumns(
            new CopyBuffer(8),
            List.of(
                new ProjectedColumn("name", ColumnType.TEXT),
                new ProjectedColumn("age", ColumnType.INTEGER)));
    columns.begin();
    assertThatThrownBy(() -> columns.bigint(1L))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the projection wrote bigint as its value 1, which is name of type text");
    columns.text(null);
    assertThatThrownBy(columns::end).hasMessage("the projection wrote 1 of 2 columns");
    columns.integer(3);
    columns.end();
    assertThatThrownBy(() -> columns.text("x"))
        .hasMessage("the projection wrote text as its value 3, which is one too many");
  }
}
