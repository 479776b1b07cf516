package io.reprise.example.target;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.reprise.replay.target.ReplayTargetContract.Held;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads what the target has written. */
final class FilesOnDisk {
  private static final ObjectMapper JSON = new ObjectMapper();

  private FilesOnDisk() {}

  /** Returns the lines of all files, in the order of the files' names. */
  static List<Held> records(Path directory) throws IOException {
    var held = new ArrayList<Held>();
    try (var files = Files.walk(directory)) {
      for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
        for (var line : Files.readAllLines(file)) {
          var record = JSON.readTree(line);
          held.add(new Held(record.get("partition").asInt(), record.get("offset").asLong()));
        }
      }
    }
    return held;
  }
}
