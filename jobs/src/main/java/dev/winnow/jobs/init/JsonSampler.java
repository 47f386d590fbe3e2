package dev.winnow.jobs.init;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.init.SampledColumn.Kind;
import dev.winnow.transforms.ingest.files.InputFiles.InputFile;
import dev.winnow.transforms.ingest.stream.BrokenStream;
import dev.winnow.transforms.ingest.stream.LineReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** Samples the first lines of JSON Lines files. Fields of inner objects have paths as names. */
final class JsonSampler {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  /** Deepest object whose fields are looked at. */
  private static final int DEEPEST = 3;

  private static final String MARK = "\uFEFF";

  /** Returns the columns of some of the files. */
  static Sample of(Configuration conf, List<InputFile> files) {
    Sample sample = new Sample();
    String example = null;
    for (InputFile file : Sample.some(files)) {
      example = example == null ? file.uri() : example;
      try (CountedInput in = CountedInput.open(conf, file.uri())) {
        read(in, new LineReader(in, 0, Sample.BYTES), sample);
      } catch (BrokenStream e) {
        sample.refusal();
      } catch (IOException e) {
        throw new UncheckedIOException("can't read " + file.uri(), e);
      }
    }
    if (sample.columns().isEmpty()) {
      throw new Failure(
          ExitCode.INPUT,
          "input must have one JSON object a line, but none of the first "
              + sample.rows()
              + " lines is one, in "
              + example
              + "; rewrite an array or a pretty-printed file with: jq -c '.[]' IN > OUT.jsonl");
    }
    return sample;
  }

  private static void read(CountedInput in, LineReader lines, Sample sample) throws IOException {
    long count = 0;
    while (lines.offset() < Sample.COUNTED_BYTES) {
      if (!lines.next()) {
        sample.count(count, in.used(lines.offset()), true);
        return;
      }
      if (count++ < Sample.ROWS && lines.offset() < Sample.BYTES) {
        line(lines, sample);
      }
    }
    sample.count(count, in.used(lines.offset()), false);
  }

  private static void line(LineReader lines, Sample sample) {
    String line = new String(lines.bytes(), StandardCharsets.UTF_8);
    JsonNode object = null;
    try {
      object = JSON.readTree(line.startsWith(MARK) ? line.substring(1) : line);
    } catch (JsonProcessingException e) {
      // A run refuses this line, too.
    }
    if (object == null || !object.isObject()) {
      sample.refusal();
    } else {
      fields(object, "", 1, sample);
      sample.row();
    }
  }

  private static void fields(JsonNode object, String prefix, int depth, Sample sample) {
    Iterator<String> names = object.fieldNames();
    while (names.hasNext()) {
      String name = names.next();
      value(object.get(name), prefix + name, depth, sample);
    }
  }

  private static void value(JsonNode value, String name, int depth, Sample sample) {
    if (value.isTextual()) {
      sample.column(name, Kind.TEXT).add(Kind.TEXT, value.asText());
    } else if (value.isIntegralNumber() || value.isBoolean()) {
      sample.column(name, Kind.WHOLE).add(Kind.WHOLE, value.asText());
    } else if (value.isNumber()) {
      sample.column(name, Kind.SCALAR).add(Kind.SCALAR, value.asText());
    } else if (value.isObject() && depth < DEEPEST) {
      fields(value, name + ".", depth + 1, sample);
    } else if (value.isArray() && !value.isEmpty()) {
      if (value.get(0).isNumber()) {
        sample.column(name, Kind.VECTOR).addVector(value.size());
      } else if (value.get(0).isObject() && depth < DEEPEST) {
        fields(value.get(0), name + ".0.", depth + 1, sample);
      }
    }
  }

  private JsonSampler() {}
}
