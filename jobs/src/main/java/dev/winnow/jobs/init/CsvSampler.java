package dev.winnow.jobs.init;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.init.SampledColumn.Kind;
import dev.winnow.transforms.ingest.csv.CsvHeader;
import dev.winnow.transforms.ingest.csv.CsvText;
import dev.winnow.transforms.ingest.files.InputFiles.InputFile;
import dev.winnow.transforms.ingest.files.InputMismatch;
import dev.winnow.transforms.ingest.files.Streams;
import dev.winnow.transforms.ingest.stream.RecordReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * Samples the first records of delimited text. The delimiter and the encoding are those by which
 * the header has the most columns and the records are whole.
 *
 * @param delimiter null for the one of the files' names
 * @param encoding null for UTF-8
 */
record CsvSampler(Sample sample, String delimiter, String encoding) {

  private static final String OTHERS = ",;\t|";

  /** Encodings that are tried, the one that every byte fits at last. */
  private static final List<String> ENCODINGS = List.of("utf-8", "utf-16", "windows-1252");

  /** Returns the columns of some of the files. */
  static CsvSampler of(Configuration conf, List<InputFile> files) {
    List<InputFile> some = Sample.some(files);
    InputFile example = some.get(0);
    char byName = example.uri().toLowerCase(Locale.ROOT).contains(".tsv") ? '\t' : ',';
    Exception fault = null;
    for (String encoding : ENCODINGS) {
      try {
        char best = byName;
        boolean said = false;
        int most = 0;
        for (char delimiter : (byName + OTHERS).toCharArray()) {
          int columns = header(conf, example, delimiter, encoding).size();
          if (columns > most) {
            most = columns;
            best = delimiter;
          }
        }
        said = best != byName && header(conf, example, byName, encoding).size() < most;
        Sample sample = new Sample();
        for (InputFile file : some) {
          read(conf, file, said ? best : byName, encoding, sample);
        }
        return new CsvSampler(
            sample, said ? String.valueOf(best) : null, encoding.equals("utf-8") ? null : encoding);
      } catch (InputMismatch | IOException e) {
        fault = fault == null ? e : fault;
      }
    }
    throw new Failure(ExitCode.INPUT, String.valueOf(fault.getMessage()), fault);
  }

  private static CsvText open(InputStream in, String place, char delimiter, String encoding)
      throws IOException {
    return CsvText.open(
        in, place, new CsvText.Format(delimiter, false, null, encoding, Sample.BYTES));
  }

  private static List<String> header(
      Configuration conf, InputFile file, char delimiter, String encoding) throws IOException {
    try (InputStream in = Streams.open(conf, file)) {
      CsvText text = open(in, file.uri(), delimiter, encoding);
      return text.records().next() ? names(text, file) : List.of();
    }
  }

  private static List<String> names(CsvText text, InputFile file) throws IOException {
    List<String> fields = new ArrayList<>();
    for (byte[] field : text.records().fields()) {
      fields.add(decoded(field, text.charset()));
    }
    return CsvHeader.of(fields, Map.of(), file.uri(), wanted -> "").names();
  }

  private static void read(
      Configuration conf, InputFile file, char delimiter, String encoding, Sample sample)
      throws IOException {
    try (CountedInput in = CountedInput.open(conf, file.uri())) {
      CsvText text = open(in, file.uri(), delimiter, encoding);
      RecordReader records = text.records();
      if (!records.next()) {
        return;
      }
      List<String> names = names(text, file);
      long count = 0;
      long end = 0;
      boolean ended = false;
      while (end < Sample.COUNTED_BYTES && !ended) {
        ended = !records.next();
        if (!ended) {
          end = records.start() + records.length();
          if (count++ < Sample.ROWS && end < Sample.BYTES) {
            record(records, names, text.charset(), sample);
          }
        }
      }
      sample.count(count, in.used(end), ended);
    }
  }

  private static void record(
      RecordReader records, List<String> names, Charset charset, Sample sample)
      throws CharacterCodingException {
    List<byte[]> fields = records.fields();
    if (fields.size() != names.size() || records.tooLong() || records.hasTextBehindQuote()) {
      sample.refusal();
      return;
    }
    sample.row();
    for (int column = 0; column < names.size(); column++) {
      String value = decoded(fields.get(column), charset);
      if (!value.isEmpty()) {
        Kind kind = value.matches("-?\\d{1,18}") ? Kind.WHOLE : Kind.TEXT;
        sample.column(names.get(column), kind).add(kind, value);
      }
    }
  }

  private static String decoded(byte[] field, Charset charset) throws CharacterCodingException {
    return charset.newDecoder().decode(ByteBuffer.wrap(field)).toString();
  }
}
