fn main(){ let a:Vec<String>=std::env::args().collect(); let d=std::fs::read(&a[2]).unwrap(); (ucwa_fuzz::targets::ALL.iter().find(|(n,_)|*n==a[1]).unwrap().1)(&d); println!("fine"); }
