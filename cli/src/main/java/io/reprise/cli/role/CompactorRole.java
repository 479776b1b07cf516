package io.reprise.cli.role;

import io.reprise.compactor.CompactorConfig;
import io.reprise.compactor.CompactorService;
import io.reprise.runtime.config.ConfigFile;
import java.nio.file.Path;
import picocli.CommandLine.Command;

/** Implements {@code reprise compactor}. */
@Command(
    name = "compactor",
    description = "Runs one compactor, which folds the events of each key into a snapshot.")
public final class CompactorRole extends ServiceRole {
  @Override
  protected String name() {
    return "compactor";
  }

  @Override
  protected Started start(Path file) {
    var compactor = CompactorService.start(ConfigFile.read(file, CompactorConfig.class));
    return new Started(compactor.uri().toString(), compactor);
  }
}
