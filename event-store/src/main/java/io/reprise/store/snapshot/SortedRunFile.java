package io.reprise.store.snapshot;

import io.reprise.store.disk.PrivateFiles;
import io.reprise.store.fold.Provenance;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads one file of snapshots in the order of their keys. Confined to one thread.
 *
 * <p>Only this class reads the file, and the file is removed after use. Format: key and state, each
 * after its length as 4 bytes big-endian (-1 if there is no state), and then the provenance.
 */
final class SortedRunFile implements AutoCloseable {
  private static final int BUFFER_BYTES = 128 << 10;
  private static final int NO_STATE = -1;

  private final int age;
  private final DataInputStream in;
  private final byte[] provenance = new byte[Provenance.BYTES];
  private @Nullable Snapshot current;

  private SortedRunFile(int age, DataInputStream in) {
    this.age = age;
    this.in = in;
    advance();
  }

  static void write(Path file, List<Snapshot> sorted) {
    var provenance = ByteBuffer.allocate(Provenance.BYTES);
    try (var out =
        new DataOutputStream(new BufferedOutputStream(PrivateFiles.create(file), BUFFER_BYTES))) {
      for (var snapshot : sorted) {
        out.writeInt(snapshot.key().length);
        out.write(snapshot.key());
        writeState(out, snapshot.state());
        provenance.clear();
        snapshot.provenance().write(provenance);
        out.write(provenance.array());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write scratch file " + file, e);
    }
  }

  private static void writeState(DataOutputStream out, byte @Nullable [] state) throws IOException {
    if (state == null) {
      out.writeInt(NO_STATE);
    } else {
      out.writeInt(state.length);
      out.write(state);
    }
  }

  /**
   * Opens a file for reading. Its first snapshot becomes the current one.
   *
   * @param age position of the file in the order of writing: a file that was written later has a
   *     higher number
   */
  static SortedRunFile open(Path file, int age) {
    try {
      return new SortedRunFile(
          age,
          new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read scratch file " + file, e);
    }
  }

  int age() {
    return age;
  }

  /** Returns the current snapshot; null if all snapshots of the file were read. */
  @Nullable Snapshot current() {
    return current;
  }

  void advance() {
    try {
      current = read();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read a scratch file", e);
    }
  }

  private @Nullable Snapshot read() throws IOException {
    int keyBytes;
    try {
      keyBytes = in.readInt();
    } catch (EOFException e) {
      return null;
    }
    var key = in.readNBytes(keyBytes);
    int stateBytes = in.readInt();
    var state = stateBytes == NO_STATE ? null : in.readNBytes(stateBytes);
    in.readFully(provenance);
    return new Snapshot(key, state, Provenance.read(ByteBuffer.wrap(provenance)));
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close a scratch file", e);
    }
  }
}
