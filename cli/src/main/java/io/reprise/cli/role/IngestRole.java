package io.reprise.cli.role;

import io.reprise.ingest.service.IngestConfig;
import io.reprise.ingest.service.IngestService;
import io.reprise.runtime.config.ConfigFile;
import java.nio.file.Path;
import picocli.CommandLine.Command;

/** Implements {@code reprise ingest}. */
@Command(
    name = "ingest",
    description = "Runs one ingest service, which stores events that producers send over HTTP.")
public final class IngestRole extends ServiceRole {
  @Override
  protected String name() {
    return "ingest";
  }

  @Override
  protected Started start(Path file) {
    var ingest = IngestService.start(ConfigFile.read(file, IngestConfig.class));
    return new Started(ingest.uri().toString(), ingest);
  }
}
